/** Which roles a call takes, in words, as the server's table of methods has them. */
export const roles = {
  erasures: "the role unlearn, approve, admin or audit",
  subjects: "the role audit",
  approve: "the role approve",
  cancel: "the role approve, or unlearn for what you asked for yourself",
  serve: "the role serve",
  activate: "the role admin",
  audit: "the role audit or admin",
};
