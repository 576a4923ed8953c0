"""rtpengine's ng protocol: a cookie and a bencoded dictionary in a datagram, and the same back."""

import socket
import time

TRIES = 50
TIMEOUT_SECONDS = 0.2
LONGEST = 65535


def encode(value):
    if isinstance(value, str):
        value = value.encode()
    if isinstance(value, bytes):
        return b"%d:%s" % (len(value), value)
    if isinstance(value, list):
        return b"l" + b"".join(encode(item) for item in value) + b"e"
    return b"d" + b"".join(encode(key) + encode(item) for key, item in sorted(value.items())) + b"e"


def decode(text, at=0):
    """The value at this place, and the place behind it."""
    kind = text[at : at + 1]
    if kind == b"i":
        end = text.index(b"e", at)
        return int(text[at + 1 : end]), end + 1
    if kind in (b"l", b"d"):
        items, at = [], at + 1
        while text[at : at + 1] != b"e":
            item, at = decode(text, at)
            items.append(item)
        return (items if kind == b"l" else dict(zip(items[::2], items[1::2]))), at + 1
    start = text.index(b":", at) + 1
    end = start + int(text[at : start - 1])
    return text[start:end].decode(), end


class Ng:
    def __init__(self, port):
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.settimeout(TIMEOUT_SECONDS)
        self.socket.connect(("127.0.0.1", port))
        self.asked = 0

    def ask(self, command, **keys):
        """Keys are spelled with _ for -. A repeated question has the same cookie, and gets the same answer."""
        self.asked += 1
        cookie = b"%d" % self.asked
        question = {key.replace("_", "-"): value for key, value in keys.items()}
        question["command"] = command
        answer = self.exchange(cookie, cookie + b" " + encode(question))
        if answer["result"] not in ("ok", "pong"):
            raise RuntimeError(f"rtpengine, asked to {command}: {answer}")
        return answer

    def exchange(self, cookie, question):
        for _ in range(TRIES):
            try:
                self.socket.send(question)
                answer = self.socket.recv(LONGEST)
                if answer.startswith(cookie + b" "):
                    return decode(answer, len(cookie) + 1)[0]
            except TimeoutError:
                pass
            except ConnectionRefusedError:
                # Not there yet.
                time.sleep(TIMEOUT_SECONDS)
        raise RuntimeError("rtpengine does not answer")
