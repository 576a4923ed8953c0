package chat.free4.server.remote;

import chat.free4.server.config.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A service elsewhere. Whoever asks waits, on a thread of its own, and no longer than it says: for
 * the whole answer, not for its first byte alone. It is asked by HTTP/1.1, sent nowhere else by a
 * redirect, and left alone for as long as it wants to be (429, 503 with Retry-After), and for a
 * while when it has hung.
 */
public final class RemoteService {
  /** Longest time for which a service may ask to be left alone. */
  static final long MAX_REST_SECONDS = 300;

  /** Where it does not say for how long. */
  static final long REST_SECONDS = 5;

  /**
   * One that has hung is not asked for so long: who waits for it would wait in vain once more, and
   * there may be something else that helps at once.
   */
  static final long HUNG_REST_SECONDS = 30;

  private static final long CONNECT_SECONDS = 5;
  private static final int OK = 200;
  private static final int TOO_MANY = 429;
  private static final int UNAVAILABLE = 503;

  private static final Logger LOG = LoggerFactory.getLogger(RemoteService.class);

  private final String flag;
  private final URI base;
  private final Optional<Header> key;
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(Version.HTTP_1_1)
          .followRedirects(Redirect.NEVER)
          .connectTimeout(Duration.ofSeconds(CONNECT_SECONDS))
          .executor(task -> Thread.ofVirtual().name("remote").start(task))
          .build();
  private final LongSupplier clock;
  private final AtomicLong restsUntilNanos;
  private final AtomicBoolean isOut = new AtomicBoolean();

  /** The header that its key stands in, and what stands before the key there. */
  public record Header(String name, String before, Secret key) {}

  /** Reads an answer; what it throws is said of the service. */
  @FunctionalInterface
  public interface Reading<T> {
    /** Reads what the service says is of that type; no more than may be read comes. */
    T read(String contentType, InputStream body) throws IOException;
  }

  /**
   * Something to ask.
   *
   * @param path after the service's own
   * @param maxBytes that are read of the answer
   * @param limitMillis for all of it
   * @param headers names and values in turn
   */
  public record Question(
      String path,
      String contentType,
      byte[] body,
      int maxBytes,
      long limitMillis,
      String... headers) {}

  /** The service that {@code flag} has named. */
  public RemoteService(String flag, URI base, Optional<Header> key) {
    this(flag, base, key, System::nanoTime);
  }

  /** The same; {@code clock} says until when it is left alone. */
  RemoteService(String flag, URI base, Optional<Header> key, LongSupplier clock) {
    this.clock = clock;
    this.restsUntilNanos = new AtomicLong(clock.getAsLong());
    this.flag = flag;
    this.base = base;
    this.key = key;
    if (key.isPresent() && "http".equals(base.getScheme()) && !isHere(base.getHost())) {
      LOG.warn("the key of --{} goes over plain HTTP, which others may read", flag);
    }
  }

  private static boolean isHere(String host) {
    return host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]");
  }

  /** One with a bearer's key, as those that are compatible with OpenAI have it. */
  public static RemoteService bearer(String flag, URI base, Optional<Secret> key) {
    return new RemoteService(
        flag, base, key.map(secret -> new Header("Authorization", "Bearer ", secret)));
  }

  /**
   * Asks, and waits for the whole answer.
   *
   * @throws RemoteException when there is none, which has been logged as far as it is news
   */
  public <T> T ask(Question question, Reading<T> reading)
      throws RemoteException, InterruptedException {
    try {
      T answer = exchange(question, reading);
      if (isOut.getAndSet(false)) {
        LOG.info("--{} answers again", flag);
      }
      return answer;
    } catch (RemoteException e) {
      // Once until it answers again: who is out of order for a day fills no log.
      if (!isOut.getAndSet(true)) {
        LOG.warn("--{} does not help: {}", flag, e.getMessage());
      }
      throw e;
    }
  }

  private <T> T exchange(Question question, Reading<T> reading)
      throws RemoteException, InterruptedException {
    long began = System.nanoTime();
    if (restsUntilNanos.get() - clock.getAsLong() > 0) {
      throw new RemoteException("it is left alone for a while");
    }
    long until = began + TimeUnit.MILLISECONDS.toNanos(question.limitMillis);
    HttpResponse<InputStream> response = send(question, until);
    Thread waiting = Thread.currentThread();
    AtomicBoolean late = new AtomicBoolean();
    InputStream body = response.body();
    Thread watch =
        Thread.ofVirtual().name("remote-watch").unstarted(() -> watch(until, late, body));
    watch.start();
    try (body) {
      refuse(response);
      String type = response.headers().firstValue("Content-Type").orElse("");
      T answer = reading.read(type, new BoundedStream(body, question.maxBytes));
      if (late.get()) {
        throw tooLong(question);
      }
      return answer;
    } catch (IOException e) {
      if (waiting.isInterrupted()) {
        throw new InterruptedException("nobody waits for it any more");
      }
      if (late.get()) {
        throw tooLong(question);
      }
      throw e instanceof RemoteException known ? known : new RemoteException("it broke off");
    } finally {
      watch.interrupt();
    }
  }

  private RemoteException tooLong(Question question) {
    rest(HUNG_REST_SECONDS);
    return new RemoteException("it took longer than " + question.limitMillis + " ms");
  }

  private void rest(long seconds) {
    restsUntilNanos.set(clock.getAsLong() + TimeUnit.SECONDS.toNanos(seconds));
  }

  /** Closes what is being read when the time is up. */
  private static void watch(long until, AtomicBoolean late, InputStream body) {
    try {
      TimeUnit.NANOSECONDS.sleep(Math.max(0, until - System.nanoTime()));
      late.set(true);
      body.close();
    } catch (InterruptedException e) {
      // It came in time.
    } catch (IOException e) {
      LOG.debug("an answer did not close: {}", e.getClass().getSimpleName());
    }
  }

  private HttpResponse<InputStream> send(Question question, long until)
      throws RemoteException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + question.path))
            .header("Content-Type", question.contentType)
            .header("User-Agent", "free4chat")
            .POST(BodyPublishers.ofByteArray(question.body));
    if (question.headers.length > 0) {
      request.headers(question.headers);
    }
    key.ifPresent(header -> request.header(header.name, header.before + header.key.reveal()));
    CompletableFuture<HttpResponse<InputStream>> sent =
        client.sendAsync(request.build(), BodyHandlers.ofInputStream());
    try {
      return sent.get(until - System.nanoTime(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      sent.cancel(true);
      throw tooLong(question);
    } catch (InterruptedException e) {
      sent.cancel(true);
      throw e;
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      if (cause instanceof HttpTimeoutException) {
        rest(HUNG_REST_SECONDS); // nobody there says so much as no
      }
      throw new RemoteException("it cannot be reached (" + cause.getClass().getSimpleName() + ")");
    }
  }

  private void refuse(HttpResponse<InputStream> response) throws RemoteException {
    int status = response.statusCode();
    if (status == TOO_MANY || status == UNAVAILABLE) {
      String wanted = response.headers().firstValue("Retry-After").orElse("");
      long seconds = REST_SECONDS;
      // A date may stand there as well (RFC 9110 section 10.2.3): then the usual time.
      if (wanted.matches("[0-9]{1,9}")) {
        seconds = Math.min(Long.parseLong(wanted), MAX_REST_SECONDS);
      }
      rest(seconds);
    }
    if (status != OK) {
      throw new RemoteException("it answered " + status);
    }
  }

  /** True where it has given back its own key: nobody is to see that. */
  public boolean holdsKey(String text) {
    return key.isPresent() && text.contains(key.get().key.reveal());
  }

  /** The headers of an answer say one thing, its bytes another: so many are taken, no more. */
  private static final class BoundedStream extends InputStream {
    private final InputStream in;
    private int left;

    BoundedStream(InputStream in, int maxBytes) {
      this.in = in;
      this.left = maxBytes;
    }

    @Override
    public int read() throws IOException {
      if (left == 0) {
        return -1;
      }
      int read = in.read();
      left -= read < 0 ? 0 : 1;
      return read;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      if (left == 0) {
        return -1;
      }
      int read = in.read(into, offset, Math.min(length, left));
      left -= Math.max(read, 0);
      return read;
    }
  }
}
