"""Programs and their parts: `supervisor` keeps the programs, `loops` a program's tasks, `child` a child process,
`web_server` a web application; `signals` is what ends them."""
