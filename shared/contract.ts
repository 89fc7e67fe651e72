/**
 * Names that a user's data hang on. An IndexedDB database belongs to an origin, and the origin to
 * a scheme, host and port: change one of these and everyone's shortlists seem gone.
 *
 * DO NOT CHANGE THESE WITHOUT A MIGRATION. `tests/contract.test.ts` holds them.
 */

/** Scheme and host of the Electron app: app://parkwise/. */
export const APP_SCHEME = "app";
export const APP_HOST = "parkwise";

/** Port of the loopback server: the browser twin's origin is http://127.0.0.1:47611. */
export const LOOPBACK_PORT = 47_611;

/** Name of the IndexedDB database in either origin. */
export const DATABASE_NAME = "parkwise";

/** Folder of the user's data, below the system's application-data folder. */
export const USER_DATA_FOLDER = "Parkwise";

/** Folder of the browser twin's own profile, below USER_DATA_FOLDER. */
export const BROWSER_PROFILE_FOLDER = "browser-profile";

/** The installed application's identity: macOS bundle id and Windows AppUserModelId. */
export const APP_ID = "app.parkwise.desktop";

/** Extension of the app's own documents, without the dot. */
export const DOCUMENT_EXTENSION = "parkwise";
