"""`python -m kenri` is the command `kenri`."""

from kenri.faces.main import run

run()
