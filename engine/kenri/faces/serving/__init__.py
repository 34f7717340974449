"""What programs ask over HTTP: the same questions as on the command line, with the same answers and problems.

`operations` is the table of all that is served; `app` takes requests in, `workers` has each answered in a process of
its own, in which `worker` reads it, asks who may, and answers. Needs the extra `service`.
"""
