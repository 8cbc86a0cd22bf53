// The databases that a server can be measured on, by what people call them: for each binary, by its number, the settings
// that give it an empty one.

/** `lent` has, for each binary, the server's address and the owner's. */
export function databases(lent) {
  const kinds = {};
  // begin sqlite
  kinds.SQLite = () => ({});
  // end sqlite
  // begin postgres
  kinds.PostgreSQL = (number) => {
    const [DATABASE_URL, DATABASE_OWNER_URL] = lent[number].split(" ");
    return { DATABASE_URL, DATABASE_OWNER_URL };
  };
  // end postgres
  return kinds;
}
