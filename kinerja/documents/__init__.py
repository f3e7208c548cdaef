"""Issued documents: the frozen facts behind a paper, and the public page where it is checked."""
