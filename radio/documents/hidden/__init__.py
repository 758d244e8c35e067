"""What stands in a file but cannot be seen, and what speaks to a language model instead of a reader.

`visibility` sorts the spans of a page with the help of `contrast`, which examines the drawn page; `shapeless` takes
characters without a shape out of a text; `undrawn` finds layers that are turned off and notes that are not shown;
`injection` knows an order to a language model when it reads one.
"""
