"""Rows -> documents, a few thousand at a time, each judged before it is written."""
