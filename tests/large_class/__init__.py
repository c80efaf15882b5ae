"""A class made from the bank: what it hands in, and what each student has to get."""
