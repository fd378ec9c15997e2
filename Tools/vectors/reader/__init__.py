"""An implementation of the decoding side of Spec/ that shares no code with the library."""
