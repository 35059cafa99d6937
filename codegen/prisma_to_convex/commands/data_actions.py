"""The actions of `prisma-to-convex data`, in the order of its help. Apart, so that other commands start without them."""

from __future__ import annotations

from . import data_export, data_id, data_key, data_merge, data_probe, data_verify

ACTIONS = (data_probe, data_export, data_merge, data_verify, data_id, data_key)
