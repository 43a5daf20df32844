/** Thrown inside a transaction to leave no trace of what came too late; becomes null before anybody else sees it. */
export class TooLate extends Error {}
