"""A protoc plugin for service stubs: grpcio-tools has its own only inside its own protoc."""

import pathlib
import sys
import tempfile

from google.protobuf.compiler.plugin_pb2 import CodeGeneratorRequest, CodeGeneratorResponse
from google.protobuf.descriptor_pb2 import FileDescriptorSet
from grpc_tools import protoc


def generate(request: CodeGeneratorRequest, folder: pathlib.Path) -> CodeGeneratorResponse:
    image = folder / "image.binpb"
    image.write_bytes(FileDescriptorSet(file=request.proto_file).SerializeToString())
    out = folder / "out"
    out.mkdir()
    options = [f"--descriptor_set_in={image}", f"--grpc_python_out={out}"]
    if protoc.main(["protoc", *options, *request.file_to_generate]):
        sys.exit("protoc failed")
    response = CodeGeneratorResponse(
        supported_features=CodeGeneratorResponse.FEATURE_PROTO3_OPTIONAL
    )
    for path in sorted(out.rglob("*.py")):
        response.file.add(name=path.relative_to(out).as_posix(), content=path.read_text())
    return response


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as scratch:
        answer = generate(
            CodeGeneratorRequest.FromString(sys.stdin.buffer.read()), pathlib.Path(scratch)
        )
    sys.stdout.buffer.write(answer.SerializeToString())
