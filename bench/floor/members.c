#define _GNU_SOURCE
#include "members.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

/* The first packet of each stream is decrypted and compared, and then one of CHECKED_EACH. */
enum { BATCH = 64, CHECKED_EACH = 100, COMPLAINTS = 5, PACKETS_A_SECOND = 50, LATE_NANOS = 5000000 };

/* Sockets are read so often, as ./load does, and nobody waits for them: to wake a member is work in the server's send call. */
enum { READ_NANOS = 10000000, READY = 256 };

struct stream {
  uint64_t received;
  int heard;
};

static const struct plan *plan;
static struct stream *streams; /* in the order of plan->heard */
static uint16_t *sequences;
static uint64_t sent, received, checked, wrong, late;

void die(const char *what) {
  perror(what);
  exit(1);
}

static uint64_t nanos_of(clockid_t clock) {
  struct timespec t;
  if (clock_gettime(clock, &t)) die("clock");
  return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

static void *shared_zeros(size_t bytes) {
  void *at = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (at == MAP_FAILED) die("mmap");
  return at;
}

static int number(const char *word, const char *what, int from, int to) {
  char *end;
  long value = strtol(word, &end, 10);
  if (*end || value < from || value > to) {
    fprintf(stderr, "%s: %s is not a number from %d to %d\n", what, word, from, to);
    exit(2);
  }
  return (int)value;
}

void plan_of(struct plan *made, char **words, const char *speed) {
  made->rooms = number(words[0], "ROOMS", 1, MOST_MEMBERS);
  made->members = number(words[1], "MEMBERS", 2, MOST_IN_A_ROOM);
  made->publishers = number(words[2], "PUBLISHERS", 1, made->members);
  made->seconds = number(words[3], "SECONDS", 1, 600);
  made->payload = number(words[4], "PAYLOAD", 1, LONGEST_PAYLOAD);
  made->speed = speed ? atof(speed) : 1;
  double each = PACKETS_A_SECOND * made->speed * (made->seconds + WARM_UP_SECONDS);
  if (made->speed <= 0 || each > 65000 || made->rooms * made->members > MOST_MEMBERS) {
    fprintf(stderr, "too much: at most %d members, and 65,000 packets of a publisher\n", MOST_MEMBERS);
    exit(2);
  }
  size_t count = (size_t)(made->rooms * made->members);
  made->all = shared_zeros(count * sizeof *made->all);
  made->heard = shared_zeros(count * (size_t)made->publishers * sizeof *made->heard);
}

int udp_socket(struct sockaddr_in *address) {
  int fd = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0), bytes = 4 << 20;
  socklen_t size = sizeof *address;
  *address = (struct sockaddr_in){.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  if (fd < 0 || bind(fd, (struct sockaddr *)address, size) || getsockname(fd, (struct sockaddr *)address, &size)) die("socket");
  setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &bytes, sizeof bytes);
  setsockopt(fd, SOL_SOCKET, SO_SNDBUFFORCE, &bytes, sizeof bytes);
  return fd;
}

static void talk(int who) {
  uint8_t packet[SLOT] = {0x80, 111};
  struct srtp_work work = {&plan->all[who].talk, packet, HEADER + plan->payload, 0};
  uint16_t sequence = htons(sequences[who]);
  uint32_t timestamp = htonl(sequences[who]++ * 960u), ssrc = htonl((uint32_t)who + 1);
  memcpy(packet + 2, &sequence, 2);
  memcpy(packet + 4, &timestamp, 4);
  memcpy(packet + 8, &ssrc, 4);
  memset(packet + HEADER, who & 0xff, (size_t)plan->payload);
  srtp_protect(&work, 1);
  const struct member *me = &plan->all[who];
  ssize_t done = sendto(me->fd, packet, (size_t)work.length, 0, (const struct sockaddr *)&me->server, sizeof me->server);
  if (done > 0) sent++;
}

/* Publishers take turns, evenly over the 20 ms, as people who do not know of each other would. When the next one is due. */
static uint64_t talk_as_due(void) {
  static double due;
  static int turn;
  int speakers = plan->rooms * plan->publishers;
  double now = (double)nanos_of(CLOCK_MONOTONIC);
  if (!due) due = now;
  for (; now >= due; due += 1e9 / PACKETS_A_SECOND / plan->speed / speakers) {
    if (now > due + LATE_NANOS) late++;
    talk(turn / plan->publishers * plan->members + turn % plan->publishers);
    turn = (turn + 1) % speakers;
  }
  return (uint64_t)due;
}

static void check(int stream, int publisher, uint8_t *packet, int length) {
  struct srtp_work work = {&plan->heard[stream], packet, length, 0};
  srtp_unprotect(&work, 1);
  int as_said = !work.failed && work.length == HEADER + plan->payload;
  for (int i = HEADER; as_said && i < work.length; i++) as_said = packet[i] == (publisher & 0xff);
  checked++;
  if (as_said) streams[stream].heard = 1;
  if (!as_said) wrong++;
}

static void hear(int who, uint8_t *packet, int length) {
  uint32_t ssrc;
  memcpy(&ssrc, packet + 8, 4);
  int publisher = (int)ntohl(ssrc) - 1, place = publisher - who / plan->members * plan->members;
  if (length < HEADER || place < 0 || place >= plan->publishers || publisher == who) {
    wrong++;
    return;
  }
  int stream = who * plan->publishers + place;
  received++;
  if (streams[stream].received++ % CHECKED_EACH == 0) check(stream, publisher, packet, length);
}

/* Reads what has come to some of the sockets that have something; false when none has. */
static int listen_to_some(int poller) {
  static uint8_t in[BATCH][SLOT];
  static struct iovec parts[BATCH];
  static struct mmsghdr messages[BATCH];
  struct epoll_event events[READY];
  int ready = epoll_wait(poller, events, READY, 0);
  for (int i = 0; i < BATCH; i++) {
    parts[i] = (struct iovec){in[i], SLOT};
    messages[i].msg_hdr = (struct msghdr){.msg_iov = &parts[i], .msg_iovlen = 1};
  }
  for (int e = 0; e < ready; e++) {
    int who = (int)events[e].data.u32;
    int got = recvmmsg(plan->all[who].fd, messages, BATCH, MSG_DONTWAIT, NULL);
    for (int i = 0; i < got; i++) hear(who, in[i], (int)messages[i].msg_len);
  }
  return ready > 0;
}

static void sleep_until(uint64_t nanos) {
  struct timespec t = {(time_t)(nanos / 1000000000u), (long)(nanos % 1000000000u)};
  clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &t, NULL);
}

static void run_for(int poller, int seconds) {
  uint64_t now = nanos_of(CLOCK_MONOTONIC), end = now + (uint64_t)seconds * 1000000000u, read = now;
  for (; now < end; now = nanos_of(CLOCK_MONOTONIC)) {
    uint64_t due = talk_as_due();
    if (now >= read) {
      while (listen_to_some(poller)) due = talk_as_due();
      read = now + READ_NANOS;
    }
    sleep_until(due < read ? due : read);
  }
  while (listen_to_some(poller)) continue; /* what has come by now belongs to this time */
}

static int count_unheard(void) {
  int unheard = 0;
  for (int s = 0; s < plan->rooms * plan->members * plan->publishers; s++) {
    int who = s / plan->publishers, publisher = who / plan->members * plan->members + s % plan->publishers;
    if (who == publisher || streams[s].heard) continue;
    if (unheard++ < COMPLAINTS) fprintf(stderr, "member %d did not hear member %d\n", who, publisher);
  }
  return unheard;
}

static long resident_kb(pid_t pid) {
  char path[64], line[256];
  long kb = -1;
  snprintf(path, sizeof path, "/proc/%d/status", (int)pid);
  FILE *status = fopen(path, "r");
  while (status && fgets(line, sizeof line, status)) sscanf(line, "VmRSS: %ld", &kb);
  if (status) fclose(status);
  return kb;
}

static int new_poller(int count) {
  int poller = epoll_create1(EPOLL_CLOEXEC);
  for (int i = 0; i < count; i++) {
    struct epoll_event event = {.events = EPOLLIN, .data.u32 = (uint32_t)i};
    if (epoll_ctl(poller, EPOLL_CTL_ADD, plan->all[i].fd, &event)) die("epoll_ctl");
  }
  return poller;
}

static void forget_the_warm_up(int count) {
  memset(streams, 0, (size_t)(count * plan->publishers) * sizeof *streams);
  sent = received = checked = wrong = late = 0;
}

int run_members(const struct plan *given, const char *name, pid_t server) {
  clockid_t cpu_clock; /* user and system time of all threads of the process, what /proc/PID/stat says in ticks */
  int count = given->rooms * given->members;
  plan = given;
  streams = shared_zeros((size_t)(count * plan->publishers) * sizeof *streams);
  sequences = calloc((size_t)count, sizeof *sequences);
  if (!sequences || clock_getcpuclockid(server, &cpu_clock)) die("server");
  int poller = new_poller(count);
  run_for(poller, WARM_UP_SECONDS);
  forget_the_warm_up(count);
  uint64_t started = nanos_of(CLOCK_MONOTONIC), cpu_before = nanos_of(cpu_clock), own_before = nanos_of(CLOCK_PROCESS_CPUTIME_ID);
  run_for(poller, plan->seconds);
  double cpu = (double)(nanos_of(cpu_clock) - cpu_before) / 1e9, own = (double)(nanos_of(CLOCK_PROCESS_CPUTIME_ID) - own_before) / 1e9;
  double wall = (double)(nanos_of(CLOCK_MONOTONIC) - started) / 1e9;
  int unheard = count_unheard();
  printf("{\"name\":\"%s\",\"srtp\":\"%s\",\"rooms\":%d,\"members\":%d,\"publishers\":%d,\"payload\":%d,\"seconds\":%.2f,"
         "\"sent\":%lu,\"expected\":%lu,\"forwarded\":%lu,\"cpuSeconds\":%.3f,\"forwardedPerCpuSecond\":%.0f,\"residentKb\":%ld,"
         "\"checked\":%lu,\"wrong\":%lu,\"unheard\":%d,\"late\":%lu,\"membersCpuSeconds\":%.3f}\n",
         name, srtp_name(), plan->rooms, plan->members, plan->publishers, plan->payload, wall, sent,
         sent * (uint64_t)(plan->members - 1), received, cpu, (double)received / cpu, resident_kb(server), checked, wrong, unheard,
         late, own);
  fflush(stdout);
  return unheard || wrong ? 1 : 0;
}
