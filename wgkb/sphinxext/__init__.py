"""What joins the package to Sphinx: directives, transforms and writers of what pages show."""
