"""The register of breaches: entered, amended, told, reminded of, made as a signed sheet."""
