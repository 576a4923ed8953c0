package chat.free4.rtc.dtls;

import java.security.SecureRandom;
import java.util.concurrent.Executor;

/**
 * What a handshake needs from outside.
 *
 * @param handshakes runs a handshake, which blocks; bounded by its owner. It may refuse with
 *     RejectedExecutionException
 * @param random the source of all randomness
 * @param wakeup called from a handshake's thread when the endpoint has something to poll; must be
 *     quick and thread-safe
 */
public record DtlsEnvironment(Executor handshakes, SecureRandom random, Runnable wakeup) {}
