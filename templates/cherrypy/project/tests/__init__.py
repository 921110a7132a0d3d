"""The tests: they ask a server that CherryPy starts for each class of them."""
