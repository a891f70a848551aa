"""The scenes of the demo's invented films, one module a film."""
