"""Documents -> Schema: `resolver.resolve`, in passes, one a module."""
