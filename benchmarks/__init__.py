"""Benchmarks: how fast, how much memory, how much is read right. Not tests; `make bench` runs them."""
