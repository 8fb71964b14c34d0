#!/usr/bin/env python3
"""Set up and start Dangwu with nothing but Python and a package index.

python3 start.py [OPTIONS]        安装并启动演示县     set up, then `dangwu run OPTIONS`
python3 start.py install [test]   只安装               set up only (with the tools of the tests)
python3 start.py test [ARGS]      安装并运行全部测试   set up, check, then `pytest ARGS`
"""

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
LOCKS = {"run": "requirements.txt", "test": "requirements-test.txt"}
INPUTS = (
    *("requirements.in", "requirements-build.txt", "pyproject.toml", "hatch_build.py"),
    *("package.json", "package-lock.json", ".npmrc", "assets.json"),
)
MAKEMIGRATIONS = ["-m", "django", "makemigrations", "--check", "--dry-run"]
CHECKS = (
    ("ruff check", ["ruff", "check", "."]),
    ("ruff format", ["ruff", "format", "--check", "."]),
    ("djangofmt", ["djangofmt", "--check", "src"]),
    ("mypy", ["mypy", "src", "tests"]),
    ("lint-imports", ["lint-imports"]),
    # Without a database it warns that it cannot compare with one; the models are what counts.
    ("makemigrations", ["python", "-W", "ignore::RuntimeWarning", *MAKEMIGRATIONS]),
)


def fail(chinese: str, english: str) -> NoReturn:
    """Leave with what is wrong and what to do now, in both languages."""
    sys.exit(f"{chinese}\n{english}")


def say(chinese: str, english: str) -> None:
    print(f"{chinese} · {english}", flush=True)


def change_to_a_fitting_python() -> None:
    """Go on under a Python 3.11–3.13; look for one when this is another."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")  # terminals without Chinese
    if os.name != "posix":
        fail(
            "目前支持 Linux 与 macOS；在 Windows 上请在 WSL 中运行。",
            "Linux and macOS are supported; on Windows run this inside WSL.",
        )
    if (3, 11) <= sys.version_info[:2] <= (3, 13):
        return
    for name in ("python3.13", "python3.12", "python3.11"):
        found = shutil.which(name)
        if found:
            os.execv(found, [found, str(ROOT / "start.py"), *sys.argv[1:]])  # noqa: S606 (same script, other Python)
    version = sys.version.split()[0]
    fail(
        f"需要 Python 3.11、3.12 或 3.13，当前为 {version}。请安装其中之一，再用它运行 start.py。",
        f"Python 3.11, 3.12 or 3.13 is needed, this is {version}. Install one and run start.py with it.",
    )


def refuse_a_read_only_tree() -> None:
    """The environment, the data and the assets stand inside the tree."""
    closed = [
        path for path in (ROOT, VENV, ROOT / ".data") if path.exists() and not writable(path)
    ]
    if closed:
        fail(
            f"当前用户不能写入 {closed[0]}。请换用该目录的所有者运行，或复制一份到自己的目录再运行。",
            f"This user cannot write to {closed[0]}. Run as its owner, or from a copy of your own.",
        )


def writable(path: Path) -> bool:
    return os.access(path, os.W_OK | os.X_OK)


class OneSetupAtATime:
    """Hold the lock of the set-up; the kernel gives it back however the holder ends."""

    def __enter__(self) -> None:
        import fcntl  # noqa: PLC0415 (absent on Windows, where the reason is told first)

        folder = ROOT / ".data"
        if not folder.exists():
            # Root's database runs as another user, who passes through but cannot list.
            folder.mkdir(mode=0o711 if os.geteuid() == 0 else 0o700)
        self.file = (folder / "setup.lock").open("w")
        try:
            fcntl.flock(self.file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("另一个安装正在进行，请稍候", "another set-up is running, waiting")
            fcntl.flock(self.file, fcntl.LOCK_EX)

    def __exit__(self, *_: object) -> None:
        self.file.close()


def fingerprint(kind: str) -> str:
    """What an installed environment of this kind was made from."""
    digest = hashlib.sha256(f"{sys.version_info[:2]} {ROOT}".encode())
    for name in (LOCKS[kind], *INPUTS):
        digest.update((ROOT / name).read_bytes())
    return digest.hexdigest()


def installed(kind: str) -> bool:
    """Whether the environment, and in it everything of `kind`, is there already."""
    source = ROOT / "src" / "dangwu"
    made = (source / "web" / "static" / "vendor", source / "documents" / "fonts")
    stamp = VENV / f".installed-{kind}"
    if not (PYTHON.exists() and stamp.exists() and all((f / ".stamp").exists() for f in made)):
        return False
    return stamp.read_text() == fingerprint(kind)


def install(kind: str) -> None:
    """Bring .venv to the state of the lock files; a second run only compares stamps."""
    if installed(kind) or (kind == "run" and installed("test")):
        return
    refuse_a_read_only_tree()
    with OneSetupAtATime():
        if installed(kind):
            return
        pip = [*make_environment(), "--disable-pip-version-check", "install", "--quiet"]
        say(
            "安装依赖（首次约需一至三分钟）", "installing packages (one to three minutes at first)"
        )
        step([*pip, "--require-hashes", "-r", str(ROOT / LOCKS[kind])])
        say("构建前端资源并安装本程序", "building the front-end assets, installing the program")
        install_program(pip)
        step([str(PYTHON), "-m", "compileall", "-q", str(ROOT / "src")])
        (VENV / f".installed-{kind}").write_text(fingerprint(kind))


def make_environment() -> "list[str]":
    """Make .venv where it is missing or of another Python; return its pip as a command."""
    with_pip = importlib.util.find_spec("ensurepip") is not None
    outer_pip = importlib.util.find_spec("pip") is not None
    if not (with_pip or outer_pip) or importlib.util.find_spec("venv") is None:
        name = "python{}.{}-venv".format(*sys.version_info[:2])
        fail(
            f"缺少 venv/ensurepip。Debian、Ubuntu 请先执行：apt install {name}（或 python3-venv）。",
            f"venv/ensurepip is missing. On Debian or Ubuntu first run: apt install {name} (or python3-venv).",
        )
    if not usable(PYTHON):
        say("建立运行环境 .venv", "making the environment .venv")
        options = [] if with_pip else ["--without-pip"]
        step([sys.executable, "-m", "venv", "--clear", *options, str(VENV)])
        (VENV / ".place").write_text(str(VENV), encoding="utf-8")
    if with_pip:
        return [str(PYTHON), "-m", "pip"]
    return [sys.executable, "-m", "pip", "--python", str(PYTHON)]


def usable(python: Path) -> bool:
    """Whether that Python runs, is of this version, and the folder was not moved since."""
    place = VENV / ".place"
    if place.exists() and place.read_text(encoding="utf-8") != str(VENV):
        return False
    try:
        answer = subprocess.run(
            [str(python), "-c", "import sys; print(*sys.version_info[:2])"],
            check=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
    except (OSError, subprocess.CalledProcessError):
        return False
    return answer.stdout.decode().strip() == "{} {}".format(*sys.version_info[:2])


def install_program(pip: "list[str]") -> None:
    """Install the tree itself, editable, with build tools that are locked by hash as well.

    The tools bring a node of 200 MB; they live in a scratch folder that is removed.
    """
    with tempfile.TemporaryDirectory(prefix="dangwu-build-") as folder:
        step(
            [
                *pip,
                "--require-hashes",
                "--target",
                folder,
                "-r",
                str(ROOT / "requirements-build.txt"),
            ]
        )
        step(
            [*pip, "--no-deps", "--no-build-isolation", "-e", str(ROOT)],
            {**os.environ, "PYTHONPATH": folder},
        )


def step(command: "list[str]", environment: "dict[str, str] | None" = None) -> None:
    """Run one step of the set-up, or leave with the command that did not work."""
    if subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode != 0:
        fail(
            f"安装没有完成，上面是原因；排除后再次运行即可继续。失败的命令：{' '.join(command)}",
            "The set-up did not finish, see above; run again once that is solved.",
        )


def test_environment() -> "dict[str, str]":
    tools = f"{VENV / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}"
    settings = os.environ.get("DJANGO_SETTINGS_MODULE", "dangwu.config.settings")
    return {**os.environ, "PATH": tools, "DJANGO_SETTINGS_MODULE": settings}


def test(arguments: "list[str]") -> int:
    """Run every check, then pytest last; return 0 only when all of them passed."""
    environment = test_environment()
    failed = []
    for name, (tool, *rest) in CHECKS:
        print(f"== {name}", flush=True)
        command = [str(VENV / "bin" / tool), *rest]
        if subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode != 0:
            failed.append(name)
    print("== pytest", flush=True)
    command = [str(PYTHON), "-m", "pytest", *arguments]
    # tests/conftest.py starts a database first and names the settings after that.
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    if subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode != 0:
        failed.append("pytest")
    if failed:
        # Last of all: what stands above it has scrolled away.
        say(f"未通过：{'、'.join(failed)}", f"failed: {', '.join(failed)}")
    return int(bool(failed))


def main(arguments: "list[str]") -> int:
    change_to_a_fitting_python()
    first = arguments[0] if arguments else ""
    if first in ("-h", "--help", "help"):
        print(__doc__)
        return 0
    if first == "test":
        install("test")
        return test(arguments[1:])
    install("test" if arguments[:2] == ["install", "test"] else "run")
    if first != "install":
        start(arguments[1:] if first == "run" else arguments)
    say(f"安装完成：{VENV / 'bin' / 'dangwu'}", "installed")
    return 0


def start(options: "list[str]") -> NoReturn:
    """Become `dangwu run`, so that signals reach the program itself."""
    dangwu = str(VENV / "bin" / "dangwu")
    os.execv(dangwu, [dangwu, "run", *options])  # noqa: S606 (the program just installed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
