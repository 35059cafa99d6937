export type Side = "teamId" | "ownerId";
export interface Owned {
  teamId: number;
  ownerId: number | undefined;
}
