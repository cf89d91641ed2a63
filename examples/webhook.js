// Handles each event of a webhook once, though senders repeat what they got no answer for.
//
//   dff run examples/webhook.js                                        the same event, sent twice
//   dff run --redis URL examples/webhook.js:receive '{"id":"e1","order":7}'

const REMEMBER_SECONDS = 24 * 3600;

/**
 * @param {{id: string, order: number}} event
 */
function receive(event) {
    // not_exists writes only for the first of those that try, however close together they are.
    const first = DFF.CACHE.set(`event:${event.id}`, Date.now(), {expires: REMEMBER_SECONDS, not_exists: true});
    if (!first) {
        console.warn(`event ${event.id} came again`);
        return 'ignored';
    }
    try {
        DFF.CACHE.rpush('orders', event.order);
    } catch (error) {
        // Not handled after all: the sender may try again.
        DFF.CACHE.delete(`event:${event.id}`);
        throw error;
    }
    return 'handled';
}

exports.receive = receive;

exports.main = function () {
    const event = {id: 'e1', order: 7};
    return [receive(event), receive(event), DFF.CACHE.lrange('orders')];
};
