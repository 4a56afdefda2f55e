"""The child processes of the benchmarks; see ``benchmarks.processes``."""
