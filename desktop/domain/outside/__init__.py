"""The contacts outside: who is told where nobody in the house answers, and in what turns."""
