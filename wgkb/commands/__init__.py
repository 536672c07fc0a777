"""The commands of ``wgkb``, one in a module, of which its name is that of the command."""
