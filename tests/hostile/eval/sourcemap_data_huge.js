// outcome: memory
var m='{"version":3,"sources":["a"],"names":[],"mappings":"'+'AAAA;'.repeat(15000000)+'"}';
function b64(s){ var c='ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'; return null }
eval('1\n//# sourceMappingURL=data:application/json;base64,'+'eyJ2ZXJzaW9uIjozLCJzb3VyY2VzIjpbImEiXSwibmFtZXMiOltdLCJtYXBwaW5ncyI6IiI'.repeat(1)+'A'.repeat(60000000));
