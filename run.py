"""The one way in: ``python3 run.py demo|app|test|check|bench|build|lock`` on a bare machine.

Looks what this machine lacks, installs it, makes ``.venv`` from the lock, and does the job. From
the second start on it only compares a stamp and looks for a few files. Standard library only.

apt was tried; the package names for the other managers come from their catalogues and were not.
"""

import ctypes
import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple, NoReturn

if sys.version_info < (3, 11):  # noqa: UP036 - this file is what meets an older Python
    sys.exit(
        "Countersign needs Python 3.11 or newer, and this is {}.{}: install a newer one "
        "and start run.py with it.".format(*sys.version_info)
    )

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
MOST_WORKERS = 6
FAST = "not system and not display"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
STAMP = VENV / "installed-from"
LOCK = ROOT / "requirements.lock"

# Debian keeps brokers in sbin, which people do not have on their PATH.
PROGRAM_FOLDERS = [
    *os.environ.get("PATH", "").split(os.pathsep),
    *("/usr/sbin", "/usr/local/sbin", "/opt/homebrew/sbin", "/opt/homebrew/bin"),
    str(Path(os.environ.get("PROGRAMFILES", "")) / "mosquitto"),
]
LIBRARY_FOLDERS = [
    *(Path("/usr/lib64"), Path("/usr/lib"), Path("/lib")),
    *Path("/usr/lib").glob("*-linux-*"),
]


class Part(NamedTuple):
    """A program or shared library from outside PyPI, and the package that brings it."""

    name: str  # alternatives: "gst-play-1.0|ffplay"
    apt: str = ""
    dnf: str = ""
    pacman: str = ""
    zypper: str = ""
    brew: str = ""
    winget: str = ""

    def is_present(self) -> bool:
        return any(_is_library(n) if ".so." in n else bool(program(n)) for n in self._names())

    def packages(self, manager: str) -> list[str]:
        return str(getattr(self, manager)).split()

    def _names(self) -> list[str]:
        return self.name.split("|")


# fmt: off
RELAY = [
    Part("mosquitto", "mosquitto", "mosquitto", "mosquitto", "mosquitto",
         brew="mosquitto", winget="EclipseFoundation.Mosquitto"),
]
QT = [  # what importing PySide6 needs, even without a screen
    Part("libglib-2.0.so.0", "libglib2.0-0", "glib2", "glib2", "libglib-2_0-0"),
    Part("libGL.so.1", "libgl1", "libglvnd-glx", "libglvnd", "Mesa-libGL1"),
    Part("libEGL.so.1", "libegl1", "libglvnd-egl", "libglvnd", "Mesa-libEGL1"),
    Part("libdbus-1.so.3", "libdbus-1-3", "dbus-libs", "dbus", "libdbus-1-3"),
    Part("libfontconfig.so.1", "libfontconfig1", "fontconfig", "fontconfig", "fontconfig"),
    Part("libxkbcommon.so.0", "libxkbcommon0", "libxkbcommon", "libxkbcommon", "libxkbcommon0"),
]
WINDOW = [  # what a real window on X11 adds
    Part("libxcb-cursor.so.0",
         "libxcb-cursor0", "xcb-util-cursor", "xcb-util-cursor", "libxcb-cursor0"),
    Part("libxcb-icccm.so.4", "libxcb-icccm4", "xcb-util-wm", "xcb-util-wm", "libxcb-icccm4"),
    Part("libxcb-keysyms.so.1",
         "libxcb-keysyms1", "xcb-util-keysyms", "xcb-util-keysyms", "libxcb-keysyms1"),
    Part("libxcb-shape.so.0", "libxcb-shape0", "libxcb", "libxcb", "libxcb-shape0"),
    Part("libxcb-xkb.so.1", "libxcb-xkb1", "libxcb", "libxcb", "libxcb-xkb1"),
    Part("libxkbcommon-x11.so.0",
         "libxkbcommon-x11-0", "libxkbcommon-x11", "libxkbcommon-x11", "libxkbcommon-x11-0"),
    Part("libXss.so.1", "libxss1", "libXScrnSaver", "libxss", "libXss1"),  # how long no key fell
]
SOUND = [  # a player that the sound adapter knows; Windows and macOS bring theirs
    Part("paplay|pw-play|aplay|gst-play-1.0",
         "pulseaudio-utils", "pulseaudio-utils", "libpulse", "pulseaudio-utils"),
]
TESTS = [
    Part("Xvfb", "xvfb", "xorg-x11-server-Xvfb", "xorg-server-xvfb", "xorg-x11-server-Xvfb"),
    Part("openbox", "openbox", "openbox", "openbox", "openbox"),
    Part("xdotool", "xdotool", "xdotool", "xdotool", "xdotool"),
    Part("weston", "weston", "weston", "weston", "weston"),
    Part("dbus-daemon", "dbus", "dbus-daemon", "dbus", "dbus-1"),
    Part("dbus-send", "dbus", "dbus-tools", "dbus", "dbus-1-tools"),
    Part("gnome-keyring-daemon",
         "gnome-keyring", "gnome-keyring", "gnome-keyring", "gnome-keyring"),
    Part("xprop", "x11-utils", "xprop", "xorg-xprop", "xprop"),
    Part("pulseaudio", "pulseaudio", "pulseaudio", "pulseaudio", "pulseaudio"),
    Part("parec", "pulseaudio-utils", "pulseaudio-utils", "libpulse", "pulseaudio-utils"),
    Part("pdftotext",
         "poppler-utils", "poppler-utils", "poppler", "poppler-tools", brew="poppler"),
]
BUILD = [Part("objdump", "binutils", "binutils", "binutils", "binutils")]  # for PyInstaller
PYTHON_VENV = [Part("ensurepip", "python3-venv", "python3-pip", "python-pip", "python3-pip")]
# fmt: on

INSTALL = {
    "apt": "apt-get install -y --no-install-recommends -o DPkg::Lock::Timeout=300",
    "dnf": "dnf install -y",
    "pacman": "pacman -S --needed --noconfirm",
    "zypper": "zypper --non-interactive install",
    "brew": "brew install",
    "winget": "winget install --exact --accept-package-agreements --accept-source-agreements --id",
}


def main(args: list[str]) -> int:
    jobs = {
        "demo": demo,
        "app": app,
        "test": test,
        "check": check,
        "bench": bench,
        "shots": shots,
        "build": build,
        "lock": lock,
    }
    if not args or args[0] not in jobs:
        print(__doc__, file=sys.stderr)
        print(f"usage: python3 run.py {'|'.join(jobs)} [ARGUMENTS]", file=sys.stderr)
        return 2
    return jobs[args[0]](args[1:])


# The jobs ---------------------------------------------------------------------------------------


def demo(args: list[str]) -> int:
    """Play a whole site on this PC; without a screen it plays headless."""
    return app(["demo", *args])


def app(args: list[str]) -> int:
    needs = RELAY + QT
    if _has_screen() and "--headless" not in args:
        needs += WINDOW + SOUND
    prepare(needs)
    return hand_over("-P", "-m", "desktop", *args)


def test(args: list[str]) -> int:
    """Run every test, beside one another unless the arguments say otherwise.

    ``--times N`` runs what the arguments choose again and again, and ends with the first failure.
    """
    times, args = _times(args)
    prepare(RELAY + QT + WINDOW + SOUND + TESTS)
    os.chdir(ROOT)
    _compile()
    spread = [] if {"-n", "--pdb", "-s"} & set(args) else ["-n", _workers()]
    if not any(word == "-m" or word.startswith("tests") for word in args):
        spread += ["-m", "not types"]  # a minute of processor time; `check` has it
    for turn in range(1, times):
        failed = _step(f"{turn} of {times}", ["-m", "pytest", *spread, *args])
        if failed:
            return failed
    if times > 1:
        say(f"{times} of {times}")
    return hand_over("-m", "pytest", *spread, *args)


def _compile() -> None:
    """Have our modules compiled, as every installation has them. Tests start the program hundreds
    of times, and a PC that keeps nothing compiled pays half a second for each.
    """
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    subprocess.run([PYTHON, "-m", "compileall", "-q", "desktop"], check=False)


def _workers() -> str:
    """One more than there are cores: in many tests a whole site waits for something."""
    return str(min((os.cpu_count() or 2) + 1, MOST_WORKERS))


def _times(args: list[str]) -> tuple[int, list[str]]:
    """How often, and the arguments without it."""
    if "--times" not in args:
        return 1, args
    at = args.index("--times")
    said = args[at + 1] if at + 1 < len(args) else ""
    if not said.isdigit() or int(said) < 1:
        stop("How often? For example: python3 run.py test --times 20 -m system")
    return int(said), args[:at] + args[at + 2 :]


def check(args: list[str]) -> int:
    """Format, lint, types, import rules and the fast tests; all of them, even if one fails."""
    prepare(RELAY + QT + WINDOW + SOUND + TESTS)
    steps = {
        "format": ["-m", "ruff", "format", "--check", "."],
        "lint": ["-m", "ruff", "check", "."],
        "types": ["-m", "mypy"],
        "imports": [
            "-c",
            "from importlinter.cli import lint_imports_command as c; c()",
            "--no-logo",
        ],
        "fast tests": ["-m", "pytest", "-q", "-n", _workers(), "-m", FAST, *args],
    }
    failed = [name for name, step in steps.items() if _step(name, step) != 0]
    say(f"failed: {', '.join(failed)}" if failed else "all is well")
    return 1 if failed else 0


def bench(args: list[str]) -> int:
    prepare(RELAY + QT + WINDOW + TESTS)
    os.chdir(ROOT)
    return hand_over("-m", "benchmarks", *args)


def shots(args: list[str]) -> int:
    """Draw every window in every state, as in ``docs/images``."""
    prepare(QT)
    os.chdir(ROOT)
    return hand_over("-m", "tests.ui.shots", *args)


def build(args: list[str]) -> int:
    """Make ``dist/countersign`` and let the bundle itself play the demo."""
    prepare(RELAY + QT + WINDOW + BUILD)
    made = _step("bundle", ["-m", "PyInstaller", "--noconfirm", *args, "build.spec"])
    return made or _play_the_bundle()


def lock(args: list[str]) -> int:
    """Write ``uv.lock`` and ``requirements.lock`` anew; ``lock --check`` only compares."""
    uv = working_uv() or stop("Locking needs uv: https://docs.astral.sh/uv/")
    export = [uv, "export", "-q", "--frozen", "--no-emit-project", "--format=requirements.txt"]
    export += ["--no-header", "--no-annotate"]
    if "--check" not in args:
        done = subprocess.run([uv, "lock", *args], cwd=ROOT, check=False).returncode
        return done or subprocess.run([*export, "-o", LOCK.name], cwd=ROOT, check=False).returncode
    fresh = subprocess.run([uv, "lock", "--check"], cwd=ROOT, check=False).returncode
    exported = subprocess.run(export, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    same = exported == LOCK.read_text(encoding="utf-8")
    return 0 if same and not fresh else stop("The locks are out of date: `python3 run.py lock`")


def _step(name: str, arguments: list[str]) -> int:
    say(name)
    return subprocess.run([str(PYTHON), *arguments], cwd=ROOT, check=False).returncode


def _play_the_bundle() -> int:
    bundle = (
        ROOT / "dist" / "countersign" / ("countersign.exe" if os.name == "nt" else "countersign")
    )
    with tempfile.TemporaryDirectory(prefix="countersign-build-") as folder:
        say("the bundle plays the demo")
        done = subprocess.run(
            [str(bundle), "demo", "--headless", "--out", folder], cwd=folder, check=False
        )
        summary = Path(folder) / "summary.json"
        if done.returncode != 0 or not summary.is_file():
            stop(f"The bundle did not play the demo to its end (code {done.returncode}).")
        json.loads(summary.read_text(encoding="utf-8"))
    say(f"built {bundle.parent}")
    return 0


# What this machine lacks ------------------------------------------------------------------------


def prepare(needs: list[Part]) -> None:
    """Bring the machine and ``.venv`` to what ``needs`` and the lock ask for, or stop."""
    install_parts(missing_parts(needs))
    if not is_installed():
        install_venv()


def missing_parts(needs: list[Part]) -> list[Part]:
    """Return what is not here of what this system needs: shared libraries, the virtual screen and
    the private sound server are Linux's business alone, and have no package elsewhere.
    """
    manager = {"darwin": "brew", "win32": "winget"}.get(sys.platform)
    ours = [part for part in needs if manager is None or part.packages(manager)]
    return [part for part in ours if not part.is_present()]


def install_parts(missing: list[Part]) -> None:
    """Install, or stop and print the exact line where this account may not."""
    if not missing:
        return
    manager = package_manager()
    wanted = list(dict.fromkeys(p for part in missing for p in part.packages(manager or "apt")))
    if manager is None and wanted:
        stop(
            f"Missing here: {_names(missing)}, and no package manager that run.py knows. "
            f"Debian's packages for it: {' '.join(wanted)}. Mosquitto: https://mosquitto.org/download"
        )
    if manager is None or not wanted:
        return  # where nobody packages it, the tests that want it skip, and say so
    command = [*INSTALL[manager].split(), *wanted]
    rights = _rights(manager)
    if rights is None:
        stop(
            f"Missing here: {', '.join(p.name for p in missing)}. Install with:", _as_root(command)
        )
    say(f"installing {' '.join(wanted)}")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    if manager == "apt":
        subprocess.run([*rights, "apt-get", "update", "-q"], env=environment, check=False)
    if subprocess.run([*rights, *command], env=environment, check=False).returncode != 0:
        stop("That failed. Install by hand what is missing:", _as_root(command))


def _names(parts: list[Part]) -> str:
    return ", ".join(part.name.replace("|", " or ") for part in parts)


def package_manager() -> str | None:
    programs = {"apt": "apt-get"} | {name: name for name in INSTALL if name != "apt"}
    return next((name for name, file in programs.items() if program(file)), None)


def program(name: str) -> str | None:
    """Return the path of a program, also from folders that people's PATH leaves out."""
    return shutil.which(name, path=os.pathsep.join(PROGRAM_FOLDERS))


def _is_library(name: str) -> bool:
    if any((folder / name).exists() for folder in LIBRARY_FOLDERS):
        return True
    try:
        ctypes.CDLL(name)  # some distributions keep them elsewhere; the loader knows
    except OSError:
        return False
    return True


def _rights(manager: str) -> list[str] | None:
    """Return what to put before a command so that it may install; None where nothing helps."""
    if sys.platform == "win32" or manager == "brew" or os.geteuid() == 0:
        return []
    sudo = shutil.which("sudo")
    if (
        sudo
        and subprocess.run([sudo, "-n", "true"], capture_output=True, check=False).returncode == 0
    ):
        return [sudo, "-n"]
    return None


def _as_root(command: list[str]) -> str:
    own = command[0] in {"brew", "winget"}
    return "    " + " ".join(command if own else ["sudo", *command])


def _has_screen() -> bool:
    if sys.platform != "linux":
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


# .venv ------------------------------------------------------------------------------------------


def is_installed() -> bool:
    """Compare the stamp: same lock, same Python, same place."""
    return PYTHON.exists() and STAMP.exists() and STAMP.read_text(encoding="utf-8") == _stamp()


def install_venv() -> None:
    """Make ``.venv`` and install the locked packages, with uv or, without it, venv and pip."""
    uv = working_uv()
    if not _fits_this_python():
        say("making .venv")
        _make_venv(uv)
    say("installing the locked packages")
    pip = [uv, "pip"] if uv else [str(PYTHON), "-m", "pip", "--disable-pip-version-check"]
    # Unlike pip, uv leaves compiling to the first start, which then takes twice as long.
    install = [
        *pip,
        "install",
        "-q",
        *(["--python", str(PYTHON), "--compile-bytecode"] if uv else []),
    ]
    _must([*install, "--require-hashes", "-r", str(LOCK)])
    _must([*install, "--no-deps", "--no-build-isolation", "-e", str(ROOT)])
    STAMP.write_text(_stamp(), encoding="utf-8")


def working_uv() -> str | None:
    uv = program("uv")  # which may be a version manager's stand-in for a uv that is not there
    if uv and subprocess.run([uv, "--version"], capture_output=True, check=False).returncode == 0:
        return uv
    return None


def _make_venv(uv: str | None) -> None:
    if VENV.exists():
        shutil.rmtree(VENV)
    if uv:
        _must([uv, "venv", "-q", "--python", sys.executable, str(VENV)])
        return
    if importlib.util.find_spec("ensurepip") is None:  # Debian splits it off
        install_parts(PYTHON_VENV)
    _must([sys.executable, "-m", "venv", str(VENV)])


def _fits_this_python() -> bool:
    if not PYTHON.exists():
        return False
    asked = subprocess.run(
        [str(PYTHON), "-c", "import sys; print(*sys.version_info[:2], sep='.')"],
        capture_output=True,
        text=True,
        check=False,
    )
    return asked.stdout.strip() == _version()


def _stamp() -> str:
    digest = hashlib.sha256()
    for file in (LOCK, ROOT / "pyproject.toml"):
        digest.update(file.read_bytes())
    return f"{digest.hexdigest()}\n{_version()}\n{ROOT}\n"


def _version() -> str:
    return f"{sys.version_info.major}.{sys.version_info.minor}"


def _must(command: list[str]) -> None:
    done = subprocess.run(command, cwd=ROOT, check=False)
    if done.returncode != 0:
        stop("That failed; the line was:", "    " + " ".join(command))


# Handing over -----------------------------------------------------------------------------------


def hand_over(*arguments: str) -> int:
    """Become the tool, so that signals and exit codes are its own."""
    command = [str(PYTHON), *arguments]
    if os.name == "posix":
        sys.stdout.flush()
        sys.stderr.flush()
        os.execv(command[0], command)  # noqa: S606 - a list of arguments, no shell to misread it
    with subprocess.Popen(command) as tool:
        while True:
            try:
                return tool.wait()
            except KeyboardInterrupt:
                continue  # the console sent Ctrl+C to the tool as well, which ends by itself


def say(text: str) -> None:
    print(f"run.py: {text}", file=sys.stderr, flush=True)


def stop(*lines: str) -> NoReturn:
    sys.exit("\n".join(lines))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
