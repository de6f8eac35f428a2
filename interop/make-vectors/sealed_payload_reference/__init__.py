"""An independent implementation of the sealed-payload format, version 1, written from the specification's text."""
