// Run by ../main.go, which gives it DFF.MAIL.

exports.main = function (user) {
    // Every user is welcomed once, whatever happens to this program.
    if (!DFF.CACHE.set(`welcomed:${user}`, 1, {not_exists: true})) {
        return {user, sent: false};
    }
    const id = DFF.MAIL.send(`${user}@example.com`, `Welcome, ${user}!`);
    return {user, sent: true, id};
};
