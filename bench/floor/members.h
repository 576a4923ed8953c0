/*
 * The members of a measurement: they talk on a schedule, read all they are sent, and check it. The server measured is another process,
 * so its CPU time is its own.
 */
#ifndef MEMBERS_H
#define MEMBERS_H

#include <netinet/in.h>
#include <sys/types.h>

#include "srtp.h"

struct member {
  struct srtp talk; /* only of publishers: the first of each room */
  int fd;
  struct sockaddr_in server;
};

/* Rooms in which each member hears each publisher but itself. Member i is in room i / members; its SSRC is i + 1. */
struct plan {
  int rooms, members, publishers, seconds, payload;
  double speed; /* 1: 50 packets a second of each publisher */
  struct member *all;
  struct srtp *heard; /* the key under which member i hears publisher p of its room: heard[i * publishers + p] */
};

enum { WARM_UP_SECONDS = 5, MOST_MEMBERS = 5000, MOST_IN_A_ROOM = 64 };

/* Reads ROOMS MEMBERS PUBLISHERS SECONDS PAYLOAD, makes place; says what is wrong and ends the process otherwise. */
void plan_of(struct plan *plan, char **words, const char *speed);

int udp_socket(struct sockaddr_in *address);

/* Talks and listens for the warm-up and the plan's seconds, prints one line of JSON; the exit code is 1 if anybody missed anybody. */
int run_members(const struct plan *plan, const char *name, pid_t server);

_Noreturn void die(const char *what);

#endif
