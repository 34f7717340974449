"""How the tables of a register came to be what they are, step by step: what Alembic runs to bring older ones up to
date. A step that was released is never changed.
"""
