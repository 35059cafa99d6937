"""`prisma-to-convex check`: what is said of a schema, what was decided of it, and whether it passes.

    inputs -> examine -> allow, baseline, against -> select -> formats/

Start-up is what a commit waits for: nothing here imports Jinja2, and a module that only some runs
need (`json`, `subprocess`, a format) is imported by these.
"""
