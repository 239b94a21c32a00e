"""Loads a model as Python's libraries do and compares it with what `pushforward push` gives.

Usage: models.py MODEL.safetensors MODEL.onnx POINTS.npy IMAGES.npy
"""
import json
import sys

import numpy
import onnx
import onnxruntime
from safetensors import safe_open
from safetensors.numpy import load_file

model, graph, points, images = sys.argv[1:]
x, y = numpy.load(points), numpy.load(images)
scale = max(1.0, float(numpy.abs(y).max()))

onnx.checker.check_model(onnx.load(graph), full_check=True)
session = onnxruntime.InferenceSession(graph)
difference = numpy.abs(session.run(None, {"x": x})[0] - y).max() / scale
assert difference <= 1e-5, f"onnxruntime differs by {difference}"

# The README's lines with numpy in place of PyTorch: tensors, standardizing, activations.
tensors = load_file(model)
with safe_open(model, "numpy") as file:
    shape = json.loads(file.metadata()["network"])
erf = numpy.vectorize(__import__("math").erf)
functions = {"tanh": numpy.tanh, "gelu": lambda z: z * (1 + erf(z / 2**0.5)) / 2, "identity": lambda z: z}
h = (x - tensors["input.offset"]) / tensors["input.scale"]
layers = len(shape["widths"]) - 1
for i in range(layers):
    h = h @ tensors[f"layers.{i}.weight"].T + tensors[f"layers.{i}.bias"]
    h = functions[shape["hidden"] if i < layers - 1 else shape["output"]](h)
own = h * tensors["output.scale"] + tensors["output.offset"]
other = numpy.abs(own - y).max() / scale
assert other <= 1e-5, f"numpy differs by {other}"
print(f"onnxruntime differs by {difference:.1e}, safetensors in numpy by {other:.1e} at {len(x)} points")
