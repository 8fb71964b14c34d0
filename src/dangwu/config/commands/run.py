"""`dangwu run`: start everything and stay."""

import argparse

from dangwu.config import environment, serve


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=port, default=8000, help="网站的端口，缺省 8000")
    parser.add_argument("--host", default="127.0.0.1", help="监听的地址，缺省只限本机")
    parser.add_argument(
        "--demo", default="county", help="数据库为空时装入的演示数据，缺省 county；none 为不装"
    )


def port(text: str) -> int:
    number = int(text)
    if not 1 <= number <= 65535:
        raise argparse.ArgumentTypeError(f"应在 1 到 65535 之间，不能是 {text}")
    return number


def handle(args: argparse.Namespace) -> int:
    options = serve.Options(host=args.host, port=args.port, demo=args.demo)
    return serve.run(options, environment.data_folder())
