"""A published set as rows: what its tables hold, how they are written and read back."""
