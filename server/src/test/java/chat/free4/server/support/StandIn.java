package chat.free4.server.support;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;

/**
 * A process that stands in for services elsewhere: OpenAI's chat completions, speech and
 * transcriptions, and Azure's text to speech, each as its documentation has it. How it behaves is
 * the first part of the path: /ok/v1/chat/completions. What it was asked stands on its standard
 * output, a line of JSON for each.
 *
 * <ul>
 *   <li>ok; whole: chat in one piece; slow: a byte in 100 ms; stall: says nothing more after its
 *       header; silent: not even that
 *   <li>fail (500), refuse (401), limit (429 with Retry-After), away (302 to another path)
 *   <li>cut: ends in the middle; long and short: a content-length above and below what comes;
 *       endless: never ends; garbage: bytes of no meaning; tell: gives the key back
 * </ul>
 */
public final class StandIn {
  /** The key that it wants. */
  public static final String KEY = "stand-in-key-0123456789";

  /** What it says in a chat, before what it was told last. */
  public static final String FIRST = "I have heard that.";

  private static final int MAX_BODY = 1 << 24;
  private static final int RATE = 24_000;
  private static final int AZURE_RATE = 48_000;
  private static final long SLOW_MILLIS = 100;
  private static final JsonMapper JSON = new JsonMapper();

  private StandIn() {}

  private record Request(String path, Map<String, String> headers, byte[] body) {
    String mode() {
      return path.split("/", -1)[1];
    }

    String header(String name) {
      return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
    }

    String text() {
      return new String(body, StandardCharsets.UTF_8);
    }

    boolean hasKey() {
      return header("Authorization").equals("Bearer " + KEY)
          || header("Ocp-Apim-Subscription-Key").equals(KEY);
    }
  }

  private record Answer(int status, String type, byte[] body, boolean isChunked) {
    static Answer text(int status, String text) {
      byte[] body = text.getBytes(StandardCharsets.UTF_8);
      return new Answer(status, "application/json", body, false);
    }
  }

  /** Serves on a free port of this machine until its standard input ends. */
  public static void main(String[] arguments) throws IOException {
    ServerSocket socket = new ServerSocket(0, 64, InetAddress.getLoopbackAddress());
    say("port " + socket.getLocalPort());
    Thread.ofVirtual().start(() -> serve(socket));
    while (System.in.read() >= 0) {
      // Whoever started it has gone when this ends.
    }
    System.exit(0);
  }

  private static synchronized void say(String line) {
    System.out.println(line);
    System.out.flush();
  }

  private static void serve(ServerSocket socket) {
    while (true) {
      try {
        Socket connection = socket.accept();
        Thread.ofVirtual().start(() -> handle(connection));
      } catch (IOException e) {
        return;
      }
    }
  }

  private static void handle(Socket connection) {
    try (connection) {
      InputStream in = connection.getInputStream();
      Request request = read(in);
      ObjectNode seen = JSON.createObjectNode().put("path", request.path);
      request.headers.forEach((name, value) -> seen.withObject("/headers").put(name, value));
      say(seen.put("body", new String(request.body, StandardCharsets.ISO_8859_1)).toString());
      answer(connection.getOutputStream(), request);
    } catch (IOException e) {
      // Whoever asked has gone.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException();
      }
      line.append(c == '\r' ? "" : (char) c);
    }
    return line.toString();
  }

  private static Request read(InputStream in) throws IOException {
    String path = line(in).split(" ", -1)[1];
    Map<String, String> headers = new TreeMap<>();
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
    if (length > MAX_BODY) {
      throw new IOException("too long");
    }
    return new Request(path, headers, in.readNBytes(length));
  }

  private static void answer(OutputStream out, Request request)
      throws IOException, InterruptedException {
    switch (request.mode()) {
      case "fail" -> plain(out, 500, "", "{\"error\":\"" + request.headers + "\"}");
      case "refuse" -> plain(out, 401, "", "{\"error\":\"wrong key " + KEY + "\"}");
      case "limit" -> plain(out, 429, "Retry-After: 2\r\n", "{}");
      case "away" -> plain(out, 302, "Location: /ok/v1/stolen\r\n", "");
      case "silent" -> Thread.sleep(TimeUnit.MINUTES.toMillis(10));
      case "garbage" -> plain(out, 200, "", "\u0000\u0001{[%%%".repeat(1000));
      default -> misbehave(out, request, request.hasKey() ? service(request) : noKey());
    }
  }

  private static Answer noKey() {
    return Answer.text(401, "{\"error\":\"no key\"}");
  }

  private static void plain(OutputStream out, int status, String headers, String body)
      throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    out.write(head(status, "application/json", headers + length(bytes.length)));
    out.write(bytes);
  }

  private static byte[] head(int status, String type, String headers) {
    String head = "HTTP/1.1 " + status + " x\r\nContent-Type: " + type + "\r\n" + headers;
    return (head + "Connection: close\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1);
  }

  private static String length(int bytes) {
    return "Content-Length: " + bytes + "\r\n";
  }

  private static void misbehave(OutputStream out, Request request, Answer answer)
      throws IOException, InterruptedException {
    byte[] body = answer.body;
    int half = body.length / 2;
    switch (request.mode()) {
      case "slow" -> {
        out.write(head(answer.status, answer.type, length(body.length)));
        for (byte b : body) {
          out.write(b);
          out.flush();
          Thread.sleep(SLOW_MILLIS);
        }
      }
      case "stall" -> {
        out.write(head(answer.status, answer.type, length(body.length)));
        out.flush();
        Thread.sleep(TimeUnit.MINUTES.toMillis(10));
      }
      case "cut" -> {
        out.write(head(answer.status, answer.type, length(body.length)));
        out.write(body, 0, half);
      }
      case "long" -> {
        out.write(head(answer.status, answer.type, length(body.length + 1000)));
        out.write(body);
      }
      case "short" -> {
        out.write(head(answer.status, answer.type, length(half)));
        out.write(body);
      }
      case "endless" -> {
        out.write(head(answer.status, answer.type, "Transfer-Encoding: chunked\r\n"));
        // The last bytes are [DONE], or sound.
        byte[] first = answer.isChunked ? new byte[0] : body;
        byte[] again = answer.isChunked ? data("And so on. ") : body;
        for (byte[] part = first; true; part = again) {
          chunk(out, part);
        }
      }
      default -> {
        if (answer.isChunked) {
          out.write(head(answer.status, answer.type, "Transfer-Encoding: chunked\r\n"));
          for (int at = 0; at < body.length; at += 50) {
            byte[] part = new ByteArrayInputStream(body, at, 50).readAllBytes();
            chunk(out, part);
          }
          out.write("0\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
        } else {
          out.write(head(answer.status, answer.type, length(body.length)));
          out.write(body);
        }
      }
    }
  }

  private static void chunk(OutputStream out, byte[] part) throws IOException {
    if (part.length > 0) {
      out.write((Integer.toHexString(part.length) + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
      out.write(part);
      out.write("\r\n".getBytes(StandardCharsets.ISO_8859_1));
      out.flush();
    }
  }

  private static Answer service(Request request) throws IOException {
    String path = request.path;
    if (path.endsWith("/v1/chat/completions")) {
      return chat(request);
    }
    if (path.endsWith("/v1/audio/speech")) {
      return speech(request);
    }
    if (path.endsWith("/v1/audio/transcriptions")) {
      return transcription(request);
    }
    return path.endsWith("/cognitiveservices/v1")
        ? azure(request)
        : Answer.text(404, "{\"error\":\"nothing here\"}");
  }

  private static byte[] data(String content) {
    ObjectNode event = JSON.createObjectNode();
    event.withArray("/choices").addObject().putObject("delta").put("content", content);
    return ("data: " + event + "\n\n").getBytes(StandardCharsets.UTF_8);
  }

  private static Answer chat(Request request) throws IOException {
    JsonNode asked = JSON.readTree(request.text());
    JsonNode messages = asked.path("messages");
    if (!asked.path("model").isTextual() || messages.isEmpty()) {
      return Answer.text(400, "{\"error\":\"want a model and messages\"}");
    }
    String last = messages.get(messages.size() - 1).path("content").asText();
    String said = FIRST + " You said: " + last;
    if (request.mode().equals("tell")) {
      said = "My key is " + KEY + ". Is that fine?";
    }
    if (request.mode().equals("whole") || !asked.path("stream").asBoolean()) {
      ObjectNode answer = JSON.createObjectNode();
      answer.withArray("/choices").addObject().putObject("message").put("content", said);
      return Answer.text(200, answer.toString());
    }
    StringBuilder events = new StringBuilder(": it begins\n\n");
    for (String word : said.split("(?<= )", -1)) {
      events.append(new String(data(word), StandardCharsets.UTF_8));
    }
    events.append("data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n");
    events.append("data: [DONE]\n\n");
    byte[] body = events.toString().getBytes(StandardCharsets.UTF_8);
    return new Answer(200, "text/event-stream", body, true);
  }

  private static Answer speech(Request request) throws IOException {
    JsonNode asked = JSON.readTree(request.text());
    boolean isWhole =
        asked.path("input").isTextual()
            && asked.path("voice").isTextual()
            && asked.path("response_format").asText().equals("wav");
    return isWhole
        ? new Answer(200, "audio/wav", tone(RATE, true), false)
        : Answer.text(400, "{\"error\":\"want input, voice and wav\"}");
  }

  /** What Azure's documentation asks for: these headers, and one voice in well-formed SSML. */
  private static Answer azure(Request request) throws IOException {
    boolean isRight =
        request.header("Content-Type").equals("application/ssml+xml")
            && request.header("X-Microsoft-OutputFormat").equals("riff-48khz-16bit-mono-pcm")
            && !request.header("User-Agent").isEmpty();
    try {
      Element speak =
          DocumentBuilderFactory.newInstance()
              .newDocumentBuilder()
              .parse(new ByteArrayInputStream(request.body))
              .getDocumentElement();
      Element voice = (Element) speak.getElementsByTagName("voice").item(0);
      boolean isSpoken =
          voice != null
              && speak.getTagName().equals("speak")
              && speak.getAttribute("version").equals("1.0")
              && voice.getAttribute("name").startsWith(speak.getAttribute("xml:lang"))
              && voice.getElementsByTagName("*").getLength() == 0;
      if (isRight && isSpoken) {
        return new Answer(200, "audio/x-wav", tone(AZURE_RATE, false), false);
      }
    } catch (SAXException | ParserConfigurationException e) {
      // Said below, as for what is XML and no SSML.
    }
    return Answer.text(400, "{\"error\":\"want SSML\"}");
  }

  /** Says how long the sound is that it was given. */
  private static Answer transcription(Request request) {
    String body = new String(request.body, StandardCharsets.ISO_8859_1);
    int riff = body.indexOf("RIFF");
    boolean isForm =
        request.header("Content-Type").startsWith("multipart/form-data; boundary=")
            && body.contains("name=\"model\"")
            && body.contains("name=\"file\"; filename=\"")
            && riff > 0;
    if (!isForm) {
      return Answer.text(400, "{\"error\":\"want a form with a file\"}");
    }
    ByteBuffer wave =
        ByteBuffer.wrap(request.body, riff, request.body.length - riff)
            .slice()
            .order(ByteOrder.LITTLE_ENDIAN);
    long millis = 1000L * wave.getInt(40) / wave.getInt(28);
    String heard = request.mode().equals("tell") ? KEY : "I heard " + millis + " ms.";
    return Answer.text(200, "{\"text\":\"" + heard + "\"}");
  }

  /** A second of a tone; where it is streamed, with the lengths of a header of that kind. */
  private static byte[] tone(int rate, boolean isStreamed) {
    ByteBuffer wave = ByteBuffer.allocate(44 + 2 * rate).order(ByteOrder.LITTLE_ENDIAN);
    wave.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(isStreamed ? -1 : 36 + 2 * rate);
    wave.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16);
    wave.putShort((short) 1).putShort((short) 1).putInt(rate).putInt(2 * rate);
    wave.putShort((short) 2).putShort((short) 16);
    wave.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(isStreamed ? -1 : 2 * rate);
    for (int i = 0; i < rate; i++) {
      wave.putShort((short) (8_000 * Math.sin(2 * Math.PI * 440 * i / rate)));
    }
    return wave.array();
  }
}
