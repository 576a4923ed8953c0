import type { Services } from "../view/services.ts";

const rooms = () => import("./sealed-rooms.ts");
const invites = () => import("./redeem-invite.ts");

/** What leads into sealed rooms. Its code is fetched when somebody goes there: most of it is of use there alone. */
export const lazySealedServices: Pick<
  Services,
  "findSealedRoom" | "unlockSealedRoom" | "makeSealedRoom" | "redeemInvite" | "forgetInvite"
> = {
  findSealedRoom: async (id, again) => await (await rooms()).findSealedRoom(id, again),
  unlockSealedRoom: async (id, password) => await (await rooms()).unlockSealedRoom(id, password),
  makeSealedRoom: async (typed) => await (await rooms()).makeSealedRoom(typed),
  redeemInvite: (id, seed, events) => {
    let isWanted = true;
    let stop = () => {};
    void invites().then(({ redeemInvite }) => {
      if (isWanted) stop = redeemInvite(id, seed, events);
    });
    return () => {
      isWanted = false;
      stop();
    };
  },
  forgetInvite: (id) => void invites().then(({ forgetInvite }) => forgetInvite(id)),
};
