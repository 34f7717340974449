"""Terms as code that runs: a function of Python, straight-line work on NumPy's columns, or C.

Each lowering gives the value of some terms, its roots, where the variables have values: exactly, or it refuses with a
`NotExactError`. NumPy and a compiler are met only where they are used.
"""

from kenri.lowering.not_exact import NotExactError
from kenri.lowering.python import PythonFunction, compiled
from kenri.lowering.traced import traced

__all__ = ["NotExactError", "PythonFunction", "compiled", "traced"]
