"""Studio makes everything that is heard. Read `workflows`, the order of the work, and `station`."""
