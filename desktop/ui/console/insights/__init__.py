"""The supervisor's Insights page: when, where and how people called for help, and how it ended."""
