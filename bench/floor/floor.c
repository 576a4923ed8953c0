/*
 * The floor: the work of an audio SFU and nothing else, in C. Rooms in which everyone hears everyone; each packet is received
 * (recvmmsg), unprotected (SRTP, libipsec-mb), and for each listener copied, given a new sequence number, protected under the
 * listener's own key, and sent (sendmmsg). No ICE, DTLS, RTCP, statistics or joining.
 *
 * It is measured as any server: a process of its own, one thread, its members in another process.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "members.h"

enum { IN = 64, OUT = 512 };

struct listener {
  struct sockaddr_in address;
  struct srtp out;
  uint16_t sequences[MOST_IN_A_ROOM]; /* of each publisher's stream to this listener */
};

static struct plan plan;
static struct listener *listeners;
static int by_port[65536];
static uint8_t in[IN][SLOT], out[OUT][SLOT];
static struct sockaddr_in from[IN];
static struct mmsghdr received[IN], sending[OUT];
static struct iovec in_parts[IN], out_parts[OUT];
static struct srtp_work arrived[IN], leaving[OUT];
static int server, filled;

static void send_all(void) {
  srtp_protect(leaving, filled);
  for (int i = 0; i < filled; i++) out_parts[i].iov_len = (size_t)leaving[i].length;
  for (int done = 0; done < filled;) {
    int now = sendmmsg(server, sending + done, (unsigned)(filled - done), MSG_DONTWAIT);
    done += now > 0 ? now : 1; /* the first one is refused: it is lost, and the members will not count it */
  }
  filled = 0;
}

static void forward(const struct srtp_work *work, int who) {
  int first = who - who % plan.members;
  for (int l = first; l < first + plan.members; l++) {
    if (l == who) continue;
    uint8_t *packet = out[filled];
    uint16_t sequence = htons(listeners[l].sequences[who - first]++);
    memcpy(packet, work->packet, (size_t)work->length);
    memcpy(packet + 2, &sequence, 2);
    leaving[filled] = (struct srtp_work){&listeners[l].out, packet, work->length, 0};
    sending[filled].msg_hdr.msg_name = &listeners[l].address;
    if (++filled == OUT) send_all();
  }
}

/* The packets of known members, unprotected; whose they are. */
static int receive(int who[IN]) {
  int known = 0;
  for (int i = 0; i < IN; i++) received[i].msg_hdr.msg_namelen = sizeof from[i];
  int got = recvmmsg(server, received, IN, MSG_DONTWAIT, NULL);
  for (int i = 0; i < got; i++) {
    who[known] = by_port[ntohs(from[i].sin_port)];
    if (who[known] < 0) continue;
    arrived[known] = (struct srtp_work){&plan.all[who[known]].talk, in[i], (int)received[i].msg_len, 0};
    known++;
  }
  srtp_unprotect(arrived, known);
  return known;
}

_Noreturn static void serve(void) {
  int who[IN];
  for (;;) {
    int got = receive(who);
    for (int i = 0; i < got; i++) {
      if (!arrived[i].failed) forward(&arrived[i], who[i]);
    }
    if (got) {
      send_all();
    } else {
      struct pollfd wait = {server, POLLIN, 0};
      poll(&wait, 1, -1);
    }
  }
}

static void make_messages(void) {
  for (int i = 0; i < IN; i++) {
    in_parts[i] = (struct iovec){in[i], SLOT - LONGEST_TAG};
    received[i].msg_hdr = (struct msghdr){.msg_name = &from[i], .msg_iov = &in_parts[i], .msg_iovlen = 1};
  }
  for (int i = 0; i < OUT; i++) {
    out_parts[i] = (struct iovec){out[i], 0};
    sending[i].msg_hdr = (struct msghdr){.msg_namelen = sizeof(struct sockaddr_in), .msg_iov = &out_parts[i], .msg_iovlen = 1};
  }
}

static void make_members(struct sockaddr_in here) {
  int count = plan.rooms * plan.members;
  listeners = aligned_alloc(64, sizeof *listeners * (size_t)count);
  if (!listeners) die("memory");
  memset(listeners, 0, sizeof *listeners * (size_t)count);
  memset(by_port, -1, sizeof by_port);
  for (int i = 0; i < count; i++) {
    uint8_t master[32];
    for (int b = 0; b < 32; b++) master[b] = (uint8_t)(i * 31 + b + (i >> 8));
    plan.all[i].fd = udp_socket(&listeners[i].address);
    plan.all[i].server = here;
    by_port[ntohs(listeners[i].address.sin_port)] = i;
    srtp_key(&plan.all[i].talk, master);
    master[0] ^= 0x55;
    srtp_key(&listeners[i].out, master);
    for (int p = 0; p < plan.publishers; p++) plan.heard[i * plan.publishers + p] = listeners[i].out;
  }
}

int main(int argc, char **argv) {
  int cm = argc > 1 && strcmp(argv[1], "--sha1") == 0;
  char **words = argv + 1 + cm;
  if (argc - cm < 6 || argc - cm > 7) {
    fprintf(stderr, "usage: %s [--sha1] ROOMS MEMBERS PUBLISHERS SECONDS PAYLOAD [SPEED]\n"
                    "--sha1: AES_CM_128_HMAC_SHA1_80 instead of AEAD_AES_128_GCM. SPEED 1: 50 packets a second of a publisher.\n", argv[0]);
    return 2;
  }
  srtp_start(cm ? AES_CM_SHA1 : AES_GCM);
  plan_of(&plan, words, argc - cm == 7 ? words[5] : NULL);
  struct sockaddr_in here;
  server = udp_socket(&here);
  make_members(here);
  make_messages();
  pid_t child = fork();
  if (child < 0) die("fork");
  if (child == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    serve();
  }
  int code = run_members(&plan, "floor", child);
  kill(child, SIGKILL);
  waitpid(child, NULL, 0);
  return code;
}
