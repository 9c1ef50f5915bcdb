// Makes of a fresh mongod a replica set of one, an administrator, and one user per service who may use
// that service's database and no other. May run again and again: it changes what differs.
// Runs in the network of the database's own container: only from there may the first comer make a user.
/* global db, connect, sleep, quit */
const fs = require('fs');

const SECRETS = '/run/secrets';
const HOST = 'mongo:27017';
const DEADLINE = Date.now() + 120000;
const SHORTEST = 12;
const adminPassword = longEnough(fs.readFileSync(`${SECRETS}/mongo_admin_password`, 'utf8').trim(), 'admin');

function withinDeadline(what, step) {
  for (;;) {
    try {
      const result = step();
      if (result) return result;
    } catch (error) {
      if (Date.now() > DEADLINE) throw error;
    }
    if (Date.now() > DEADLINE) throw new Error(`gave up: ${what}`);
    sleep(500);
  }
}

function asAdministrator(server) {
  try {
    server.getSiblingDB('admin').auth('admin', adminPassword);
    return true;
  } catch (error) {
    return false;
  }
}

function introduce(server) {
  const admin = server.getSiblingDB('admin');
  if (!admin.hello().setName) admin.runCommand({ replSetInitiate: { _id: 'rs0', members: [{ _id: 0, host: HOST }] } });
  withinDeadline('a primary', () => admin.hello().isWritablePrimary);
  admin.createUser({ user: 'admin', pwd: adminPassword, roles: ['root'] });
  admin.auth('admin', adminPassword);
}

function longEnough(password, whose) {
  if (password.length >= SHORTEST) return password;
  throw new Error(`the password of ${whose} has fewer than ${SHORTEST} characters`);
}

function putUser(server, uri) {
  const { username, password, pathname } = new URL(uri.replace(/^mongodb:/, 'http:'));
  const database = server.getSiblingDB(pathname.slice(1));
  const rights = { pwd: longEnough(decodeURIComponent(password), username), roles: [{ role: 'readWrite', db: database.getName() }] };
  if (database.getUser(username)) database.updateUser(username, rights);
  else database.createUser({ user: username, ...rights });
  print(`${username} may use ${database.getName()}`);
}

const server = withinDeadline('a connection', () => connect('mongodb://127.0.0.1:27017/admin?directConnection=true'));
if (!asAdministrator(server)) introduce(server);
withinDeadline('a primary', () => server.getSiblingDB('admin').hello().isWritablePrimary);
for (const name of fs.readdirSync(SECRETS).filter((name) => name.startsWith('mongo_uri_'))) {
  putUser(server, fs.readFileSync(`${SECRETS}/${name}`, 'utf8'));
}
