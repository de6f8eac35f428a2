"""What check_vectors.py does with each file."""
