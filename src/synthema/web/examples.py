"""Where the worked examples lie."""

from importlib.resources import files
from pathlib import Path

from synthema.refused import Refused

EXAMPLES = ("peer-support", "invented")


def example_folder(name: str) -> Path:
    """Where an example lies: in the installed package, or in the checkout it is run from."""
    for folder in (Path(str(files("synthema"))) / "examples" / name, Path(__file__).parents[3] / "examples" / name):
        if (folder / "protocol.toml").exists():
            return folder
    raise Refused("The example {name} is missing from this installation. Install Synthema again.", name=name)
