"""Compiles every Swift sample of the README and of the documentation, and the examples, and runs them: samples.py FOLDER

Each ```swift block is a whole program; one package of all is made in FOLDER, so that the library is built once.
"""
import pathlib
import re
import shutil
import subprocess
import sys

root = pathlib.Path(__file__).resolve().parents[2]
folder = pathlib.Path(sys.argv[1]).resolve()
names = []
for path in [root / "README.md", *sorted(root.glob("Sources/*/*.docc/*.md"))]:
    for index, code in enumerate(re.findall(r"```swift\n(.*?)```", path.read_text(), re.S)):
        name = f"{path.stem}{index + 1}"
        names.append(name)
        source = folder / "Sources" / name / "main.swift"
        source.parent.mkdir(parents=True, exist_ok=True)
        source.write_text(code)
for path in sorted(root.glob("Examples/Sources/*")):
    names.append(path.name)
    shutil.copytree(path, folder / "Sources" / path.name)
targets = ",\n".join(
    f'.executableTarget(name: "{name}", dependencies: [.product(name: "Pushforward", package: "pushforward")])'
    for name in names)
(folder / "Package.swift").write_text(f"""// swift-tools-version: 6.1
import PackageDescription
let package = Package(
    name: "samples", platforms: [.macOS(.v15)],
    dependencies: [.package(name: "pushforward", path: "{root}")], targets: [{targets}])
""")
subprocess.run(["swift", "build", "-c", "release", "--package-path", folder], check=True)
for name in names:
    print(f"-- {name}", flush=True)
    subprocess.run([folder / ".build/release" / name], check=True, cwd=folder)
