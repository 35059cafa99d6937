"""`python -m prisma_to_convex`."""

import sys

from .cli import main

sys.exit(main())
