"""Opens the live view in a headless Chromium with made-up states, checks what it shows and takes a picture.

Usage: browser.py <pushforward-live> <picture.png> [width height [light|dark]]
Needs playwright from PyPI and a Chromium of the system (`chromium` on Debian).
"""
import json
import math
import os
import random
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request

from playwright.sync_api import sync_playwright

server, picture = sys.argv[1:3]
width, height, scheme = sys.argv[3:] + ["1000", "800", "light"][len(sys.argv) - 3:]
folder = tempfile.mkdtemp()
chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
assert chromium, "no Chromium is installed"


def ring(noise, count=800):
    angles = [2 * math.pi * random.random() for _ in range(count)]
    return [[math.cos(a) + noise * random.gauss(0, 1), math.sin(a) + noise * random.gauss(0, 1)] for a in angles]


def write(step, state="training"):
    value = {
        "name": "fit", "source": "normal:2", "target": "ring", "dimension": 2, "step": step, "steps": 3000,
        "seconds": step / 400, "history": [{"step": s, "loss": 0.3 * math.exp(-s / 500) + 0.001} for s in range(0, step, 20)],
        "anchors": {"constant": 0.31, "floor": 0.0009}, "targetPoints": ring(0.05),
        "points": ring(0.05 + 0.8 * math.exp(-step / 500)), "state": state,
        "certificate": {"floorRatio": 1 + 9 * math.exp(-step / 600), "pValue": 0.42 if state == "finished" else None},
    }
    with open(folder + "/live.json.part", "w") as file:
        json.dump(value, file)
    os.replace(folder + "/live.json.part", folder + "/live.json")


is_over = threading.Event()
process = subprocess.Popen([server, folder], stdout=subprocess.PIPE, text=True)
try:
    url = process.stdout.readline().strip()
    assert url.startswith("http://127.0.0.1:"), url
    request = urllib.request.Request(url, headers={"Host": "example.org"})
    try:
        urllib.request.urlopen(request)
        raise AssertionError("a request for another host was answered")
    except urllib.error.HTTPError as error:
        assert error.code == 403, error

    def train():
        step = 200
        while not is_over.is_set():
            write(min(step, 3000), "finished" if step >= 3000 else "training")
            step += 400
            time.sleep(0.2)

    thread = threading.Thread(target=train)
    thread.start()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(
            viewport={"width": int(width), "height": int(height)}, color_scheme=scheme, device_scale_factor=2)
        errors = []
        page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(url)
        page.wait_for_function("document.getElementById('state').textContent === 'finished'", timeout=20_000)
        time.sleep(0.6)
        shown = page.inner_text("body")
        drawn = page.evaluate(
            "[...document.querySelectorAll('canvas')].map(c => new Set(c.getContext('2d').getImageData(0, 0, c.width, c.height).data).size)")
        page.screenshot(path=picture)
        browser.close()
    is_over.set()
    thread.join()
    assert not errors, errors
    assert min(drawn) > 3, f"a canvas is empty: {drawn}"
    for text in ["normal:2 to ring", "step 3,000 of 3,000", "floor ratio", "finished", "p-value 0.42"]:
        assert text in shown, f"'{text}' is not on the page"
    assert os.path.getsize(picture) > 10_000
    print(f"the page shows the fit; picture {picture}")
finally:
    is_over.set()
    process.terminate()
    process.wait(10)
    shutil.rmtree(folder, ignore_errors=True)
