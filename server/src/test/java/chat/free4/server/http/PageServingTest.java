package chat.free4.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.free4.server.config.ConfigException;
import chat.free4.server.support.RawHttp;
import chat.free4.server.support.TestServer;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a real server answers over plain HTTP. */
@TestInstance(Lifecycle.PER_CLASS)
final class PageServingTest {
  private TestServer server;

  @BeforeAll
  void start(@TempDir Path directory) {
    server = TestServer.start(directory);
  }

  @AfterAll
  void stop() {
    server.close();
  }

  private RawHttp.Answer ask(String host, String path, String... headers) {
    return RawHttp.get(server.server().httpPort(), host, path, headers);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/r/coffee", "/r/caf%C3%A9%20au%20lait", "/r/a/b"})
  void everyAddressOfThePageIsThePage(String path) {
    HttpResponse<String> answer = server.get(path);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("content-type")).hasValue("text/html; charset=utf-8");
    assertThat(answer.headers().firstValue("cache-control")).hasValue("no-cache");
    assertThat(answer.body()).contains("<title>test</title>");
  }

  @Test
  void pageCarriesItsBuildWhichChangesWithIt(@TempDir Path other) throws Exception {
    String build = build(server.get("/").body());
    assertThat(build).hasSize(16);
    assertThat(build(server.get("/r/x").body())).isEqualTo(build);
    TestServer.arguments(other);
    Page same = Page.load(other.resolve("page"));
    Files.writeString(other.resolve("page/assets/index-2.js"), "new");
    Page changed = Page.load(other.resolve("page"));
    assertThat(same.build()).isEqualTo(build);
    assertThat(changed.build()).isNotEqualTo(build);
  }

  private static String build(String html) {
    return html.replaceAll("(?s).*free4chat-build\" content=\"([^\"]*)\".*", "$1");
  }

  @Test
  void answersCarryTheSecurityHeaders() {
    for (String path : new String[] {"/", "/assets/index-1.js", "/nothing", "/trust"}) {
      var headers = server.get(path).headers();
      String policy = headers.firstValue("content-security-policy").orElse("");
      assertThat(policy)
          .as(path)
          .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
          .contains("connect-src 'self' ws://localhost:" + server.server().httpPort())
          .doesNotContain("'unsafe-inline'", "'unsafe-eval'");
      assertThat(headers.firstValue("permissions-policy").orElse("")).contains("microphone=(self)");
      assertThat(headers.firstValue("x-content-type-options")).hasValue("nosniff");
      assertThat(headers.firstValue("referrer-policy")).hasValue("no-referrer");
      assertThat(headers.firstValue("cross-origin-opener-policy")).hasValue("same-origin");
    }
  }

  @Test
  void hashedFilesAreKeptForEverAndCompressed() {
    HttpResponse<String> plain = server.get("/assets/index-1.js");
    assertThat(plain.body()).isEqualTo(TestServer.SCRIPT);
    assertThat(plain.headers().firstValue("cache-control"))
        .hasValue("public, max-age=31536000, immutable");
    HttpResponse<String> gzip = server.get("/assets/index-1.js", "Accept-Encoding", "br, gzip");
    assertThat(gzip.headers().firstValue("content-encoding")).hasValue("gzip");
    assertThat(gzip.headers().firstValueAsLong("content-length").orElse(0))
        .isLessThan(TestServer.SCRIPT.length() / 2);
  }

  @Test
  void knownVersionIsNotSentAgain() {
    String etag = server.get("/").headers().firstValue("etag").orElseThrow();
    HttpResponse<String> again = server.get("/", "If-None-Match", etag);
    assertThat(again.statusCode()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
  }

  @Test
  void whatIsNotThereIsNotFound() {
    for (String path : new String[] {"/assets/none.js", "/index", "/assets", "/../pom.xml"}) {
      assertThat(ask("localhost", path).status()).as(path).isEqualTo(404);
    }
  }

  @Test
  void onlyReadingIsAllowed() {
    var post = server.request(server.uri("/")).POST(BodyPublishers.ofString("x")).build();
    HttpResponse<String> answer = server.send(post);
    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(answer.headers().firstValue("allow")).hasValue("GET, HEAD");
  }

  @Test
  void headHasNoBody() {
    RawHttp.Answer answer = RawHttp.request(server.server().httpPort(), "HEAD", "localhost", "/");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "127.0.0.1", "127.8.0.1", "[::1]", "page.localhost"})
  void loopbackStaysPlain(String host) {
    assertThat(ask(host + ":" + server.server().httpPort(), "/").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"192.0.2.7", "example.org", "[2001:db8::7]", "localhost.example.org"})
  void otherHostsAreSentToHttps(String host) {
    RawHttp.Answer answer = ask(host + ":8080", "/r/coffee?x=1");
    assertThat(answer.status()).isEqualTo(307);
    assertThat(answer.header("location"))
        .isEqualTo("https://" + host + ":" + server.server().httpsPort() + "/r/coffee?x=1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "exa<mple.org", "ex;ample.org", "\"'"})
  void hostThatCannotBeOneIsRefused(String host) {
    assertThat(ask(host, "/").status()).isEqualTo(400);
  }

  @Test
  void trustIsExplainedOverPlainHttpToEverybody() {
    RawHttp.Answer page = ask("192.0.2.7", "/trust");
    assertThat(page.status()).isEqualTo(200);
    assertThat(page.body()).contains("free4chat-authority.crt", "iPhone", "Android", "Computer");
    assertThat(page.body().split("<svg", -1)).hasSize(4);
    assertThat(page.body()).doesNotContain("{{", "style=", "<script");
    assertThat(ask("192.0.2.7", "/trust/trust.css").header("content-type")).contains("text/css");
    RawHttp.Answer certificate = ask("192.0.2.7", "/trust/free4chat-authority.crt");
    assertThat(certificate.header("content-type")).isEqualTo("application/x-x509-ca-cert");
  }

  @Test
  void forwardedHeadersMeanNothingWithoutAProxy() {
    assertThat(ask("192.0.2.7", "/", "X-Forwarded-Proto: https").status()).isEqualTo(307);
  }

  @Test
  void behindAProxyNobodyIsRedirected(@TempDir Path directory) {
    try (TestServer proxied = TestServer.start(directory, "--behind-proxy")) {
      RawHttp.Answer answer =
          RawHttp.get(
              proxied.server().httpPort(),
              "10.0.0.1",
              "/",
              "X-Forwarded-Host: chat.example.org",
              "X-Forwarded-Proto: https");
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.header("content-security-policy")).contains("wss://chat.example.org");
      assertThat(proxied.server().httpsPort()).isZero();
      assertThat(RawHttp.get(proxied.server().httpPort(), "a", "/trust").status()).isEqualTo(404);
    }
  }

  @Test
  void pageThatIsMissingIsAWrongSetting(@TempDir Path empty) {
    assertThatThrownBy(() -> Page.load(empty))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("--page-dir")
        .hasMessageContaining("no index.html");
    assertThatThrownBy(() -> Page.load(empty.resolve("none"))).isInstanceOf(ConfigException.class);
  }
}
