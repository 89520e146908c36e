"""What comes in and goes out: readers and writers for each format, conversion by declared type, rejects.

It knows what is declared, and nothing of rules.
"""
