"""One short function for each vector. The modules are named after the first word of their vectors' names."""
