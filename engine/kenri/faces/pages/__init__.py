"""Pages that people read in a browser: made of what the commands print with `--json`, so that both tell the same.

Nothing here asks a register. A page is given its facts as plain data, the words of the plans they are about, and a
`PageFrame`: who looks at it, in which language, and where it stands.
"""
