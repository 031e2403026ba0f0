"""Homes as past versions left them: a small archive each, and what it must hold when the present code opens it.

`python -m tests.homes NAME [TREE]` saves one, made by the program in the working tree TREE (this one where none is named): an issue of a
sample newspaper, fetched again after an article was edited, and a file. Add one at every release; never change one.
"""
